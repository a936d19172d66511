/** What was measured: rows, curves, and how they are told. */
@NullMarked
package io.emperor.bench.figure;

import org.jspecify.annotations.NullMarked;
