/** A vassal that has a name in the fleet, and looks others up by theirs. */
package io.emperor.examples.directory;
