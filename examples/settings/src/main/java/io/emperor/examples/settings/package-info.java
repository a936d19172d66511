/** A vassal that edits a part of Consul's key/value store over HTTP. */
package io.emperor.examples.settings;
