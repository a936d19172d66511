/**
 * What an operator talks to: one endpoint with the API, the stream of events, and what a browser
 * and a monitoring system ask for. It knows the vassals by name only, and commands nothing but what
 * {@link io.emperor.vassal.Vassals} offers.
 */
@NullMarked
package io.emperor.admin;

import org.jspecify.annotations.NullMarked;
