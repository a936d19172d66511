/** A vassal that edits a part of Consul's key/value store over HTTP. */
@NullMarked
package io.emperor.examples.settings;

import org.jspecify.annotations.NullMarked;
