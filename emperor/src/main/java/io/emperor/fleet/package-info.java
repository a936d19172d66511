/**
 * Where instances of vassals run: what each emperor of the fleet can run and runs, who claims a
 * free slot, and what this emperor starts, moves and stops accordingly.
 */
@NullMarked
package io.emperor.fleet;

import org.jspecify.annotations.NullMarked;
