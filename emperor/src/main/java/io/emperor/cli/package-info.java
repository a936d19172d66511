/**
 * The commands. The only place that parses words: from the command line, the environment and the
 * emperor's own file to {@link io.emperor.vassal.EmperorSettings}.
 */
@NullMarked
package io.emperor.cli;

import org.jspecify.annotations.NullMarked;
