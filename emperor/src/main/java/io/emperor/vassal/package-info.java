/**
 * The life of vassals: the {@link io.emperor.vassal.Emperor} owns a supervisor for each, which
 * loads, starts, registers, reloads, and ends one vassal, event by event. {@link
 * io.emperor.vassal.VassalState} draws the states.
 */
@NullMarked
package io.emperor.vassal;

import org.jspecify.annotations.NullMarked;
