/**
 * From words to settings: the command line, the environment and the emperor's own file, with every
 * problem reported at once.
 */
@NullMarked
package io.emperor.cli.option;

import org.jspecify.annotations.NullMarked;
