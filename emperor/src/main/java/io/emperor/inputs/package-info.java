/**
 * What provisioning needs of its surroundings: Consul as the bridge sees it, and programs as the
 * runtime runs them.
 */
@NullMarked
package io.emperor.inputs;

import org.jspecify.annotations.NullMarked;
