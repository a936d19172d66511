/**
 * Templates in Pebble's language: what a file of them says, what it is rendered with, and what it
 * asks of Consul meanwhile. Nothing of Pebble is seen from outside.
 */
@NullMarked
package io.emperor.provisioning.template;

import org.jspecify.annotations.NullMarked;
