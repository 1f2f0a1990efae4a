/** What is fast enough, measured: {@code java -jar benchmarks/target/benchmarks.jar}. */
@NullMarked
package org.etalon.benchmarks;

import org.jspecify.annotations.NullMarked;
