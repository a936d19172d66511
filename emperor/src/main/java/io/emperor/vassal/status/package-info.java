/**
 * What a vassal is at a moment and what happened to it last. {@link
 * io.emperor.vassal.status.VassalState} draws the states.
 */
@NullMarked
package io.emperor.vassal.status;

import org.jspecify.annotations.NullMarked;
