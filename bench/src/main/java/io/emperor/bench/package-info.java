/** Measures the emperor beside what people would use instead. */
@NullMarked
package io.emperor.bench;

import org.jspecify.annotations.NullMarked;
