/**
 * Where vassals come from: {@link io.emperor.monitor.VassalMonitor} watches directories and tells a
 * {@link io.emperor.monitor.VassalListener} what appeared, changed and went away. A file is told
 * once it is whole, a change by its content and not only by its time stamp, and a full scan now and
 * then finds what the file-system watch missed.
 */
@NullMarked
package io.emperor.monitor;

import org.jspecify.annotations.NullMarked;
