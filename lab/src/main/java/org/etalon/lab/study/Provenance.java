package org.etalon.lab.study;

/**
 * What a result was made with.
 *
 * @param etalon version of Etalon
 * @param engine engine and its version, such as {@code libtorch 2.10.0}
 * @param java version of Java
 * @param system operating system and processor
 * @param host name of the machine
 */
public record Provenance(String etalon, String engine, String java, String system, String host) {}
