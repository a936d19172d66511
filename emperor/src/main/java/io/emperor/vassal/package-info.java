/**
 * The life of one vassal: its {@code Supervisor} loads, starts, registers, reloads and ends it,
 * event by event; {@link io.emperor.vassal.Vassals} has one for each.
 */
@NullMarked
package io.emperor.vassal;

import org.jspecify.annotations.NullMarked;
