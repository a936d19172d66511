/** The web app that peers run; it knows nothing of the rest. */
@NullMarked
package io.emperor.bench.app;

import org.jspecify.annotations.NullMarked;
