/** What vassals do and take, counted for operators. */
@NullMarked
package io.emperor.vassal.metrics;

import org.jspecify.annotations.NullMarked;
