/**
 * Etalon as a library, one program a file: {@link org.etalon.examples.TrainDigits} (carries a rate
 * from a small network to a deep one and trains by the plan), {@link org.etalon.examples.TrainGpt}
 * (a character-level Transformer on a text file), {@link org.etalon.examples.TrainResNet} (a ResNet
 * on CIFAR-10 images).
 */
@NullMarked
package org.etalon.examples;

import org.jspecify.annotations.NullMarked;
