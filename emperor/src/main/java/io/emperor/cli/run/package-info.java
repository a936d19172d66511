/**
 * One run of an emperor in the foreground, from its settings to its exit status: signals, the
 * service manager, the archive of classes.
 */
@NullMarked
package io.emperor.cli.run;

import org.jspecify.annotations.NullMarked;
