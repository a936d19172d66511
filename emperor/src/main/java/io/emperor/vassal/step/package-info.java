/** What a start of a vassal consists of, one file for each step, and the list of them. */
@NullMarked
package io.emperor.vassal.step;

import org.jspecify.annotations.NullMarked;
