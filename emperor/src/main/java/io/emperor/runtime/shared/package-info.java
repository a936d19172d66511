/**
 * Apps in this JVM: a private copy of the jar, a class loader of its own, and threads of its own
 * that end with it.
 */
@NullMarked
package io.emperor.runtime.shared;

import org.jspecify.annotations.NullMarked;
