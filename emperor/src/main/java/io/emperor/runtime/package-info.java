/**
 * How an app is run. Today in the emperor's own JVM: a private copy of its jar, a class loader of
 * its own, and threads of its own that end with it. Every call into an app is bounded in time.
 */
@NullMarked
package io.emperor.runtime;

import org.jspecify.annotations.NullMarked;
