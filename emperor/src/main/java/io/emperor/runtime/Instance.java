package io.emperor.runtime;

/**
 * Which instance of a vassal an app is.
 *
 * @param vassal the vassal's name
 * @param number the instance's slot in the fleet, from 0
 */
public record Instance(String vassal, int number) {}
