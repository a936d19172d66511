/**
 * What runs under a lease is frozen once that is over: a process beside the emperor sees to it also
 * while the emperor itself is paused.
 */
@NullMarked
package io.emperor.runtime.freeze;

import org.jspecify.annotations.NullMarked;
