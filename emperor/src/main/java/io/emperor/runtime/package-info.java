/**
 * How an app is run. In the emperor's own JVM: a private copy of its jar, a class loader of its
 * own, and threads of its own that end with it. Or as a program in a process of its own, which is
 * asked from outside and ended with everything that it started. Every call into an app is bounded
 * in time.
 */
@NullMarked
package io.emperor.runtime;

import org.jspecify.annotations.NullMarked;
