/** What is measured of vassals that rest until somebody connects. */
@NullMarked
package io.emperor.bench.ondemand;

import org.jspecify.annotations.NullMarked;
