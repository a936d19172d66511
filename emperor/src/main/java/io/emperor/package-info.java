/** The daemon: it watches directories and runs what it finds there as healthy Consul services. */
@NullMarked
package io.emperor;

import org.jspecify.annotations.NullMarked;
