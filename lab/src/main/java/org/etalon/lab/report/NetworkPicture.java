package org.etalon.lab.report;

import java.util.Optional;

/**
 * The drawing of a size's network, or why there is none.
 *
 * @param size label of the size
 * @param model reference of the network
 * @param svg an element {@code svg}, safe to stand in a page; empty where there is none
 * @param text what it shows, or why there is no drawing, in plain words
 */
public record NetworkPicture(String size, String model, Optional<String> svg, String text) {}
