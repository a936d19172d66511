/**
 * The emperor itself: {@link io.emperor.daemon.Emperor} puts monitor, supervisors and bridge
 * together, and takes them apart in order.
 */
@NullMarked
package io.emperor.daemon;

import org.jspecify.annotations.NullMarked;
