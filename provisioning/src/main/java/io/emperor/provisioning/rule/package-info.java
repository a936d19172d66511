/** Which handlers run once which interfaces are valid, and what has become of them. */
@NullMarked
package io.emperor.provisioning.rule;

import org.jspecify.annotations.NullMarked;
