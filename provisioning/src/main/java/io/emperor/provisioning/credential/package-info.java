/**
 * Certificates with their keys, and other secrets, that Consul's keys hold: looked through until
 * they fit, and put into files that the program alone can read.
 */
@NullMarked
package io.emperor.provisioning.credential;

import org.jspecify.annotations.NullMarked;
