/**
 * How an app is run. {@link io.emperor.runtime.App} is what its supervisor has of it, whether it
 * runs {@code shared} in the emperor's own JVM, in an {@code ownjvm}, or as a {@code process} of
 * whatever kind. Every call into an app is bounded in time.
 */
@NullMarked
package io.emperor.runtime;

import org.jspecify.annotations.NullMarked;
