/**
 * What a client sees of a Consul agent, whichever it is: one suite, by families of endpoints, that
 * knows an agent by its address alone. {@link io.emperor.devagent.contract.AgentContract} puts the
 * families together; one small class for each kind of agent runs it.
 */
@NullMarked
package io.emperor.devagent.contract;

import org.jspecify.annotations.NullMarked;
