/**
 * What a vassal is reached by, whatever is behind it at the moment: a port that stays open while
 * the app is replaced, or rests; and the relay that holds such a port for a program.
 */
@NullMarked
package io.emperor.port;

import org.jspecify.annotations.NullMarked;
