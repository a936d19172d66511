/** The commands' ways to send updates: through an agent of Consul or of serf. */
@NullMarked
package io.emperor.cli.publish;

import org.jspecify.annotations.NullMarked;
