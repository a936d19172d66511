package io.emperor.devagent.contract;

import org.junit.jupiter.api.Nested;

/**
 * All families. A kind of agent runs them by a class that extends this one and starts the agent.
 */
abstract class AgentContract {

  @Nested
  class Status extends StatusContract {}

  @Nested
  class AgentSelf extends AgentSelfContract {}

  @Nested
  class AgentService extends AgentServiceContract {}

  @Nested
  class AgentServiceRefusal extends AgentServiceRefusalContract {}

  @Nested
  class AgentCheck extends AgentCheckContract {}

  @Nested
  class AgentCheckRefusal extends AgentCheckRefusalContract {}

  @Nested
  class Maintenance extends MaintenanceContract {}

  @Nested
  class AgentHealth extends AgentHealthContract {}

  @Nested
  class KeyValue extends KeyValueContract {}

  @Nested
  class KeyChange extends KeyChangeContract {}

  @Nested
  class KeyList extends KeyListContract {}

  @Nested
  class KeyRefusal extends KeyRefusalContract {}

  @Nested
  class KeyLock extends KeyLockContract {}

  @Nested
  class Session extends SessionContract {}

  @Nested
  class SessionLoss extends SessionLossContract {}

  @Nested
  class Event extends EventContract {}

  @Nested
  class Catalog extends CatalogContract {}

  @Nested
  class CatalogRegister extends CatalogRegisterContract {}

  @Nested
  class Health extends HealthContract {}

  @Nested
  class Filter extends FilterContract {}

  @Nested
  class FilterRefusal extends FilterRefusalContract {}

  @Nested
  class BlockingFilter extends BlockingFilterContract {}

  @Nested
  class Txn extends TxnContract {}

  @Nested
  class TxnRefusal extends TxnRefusalContract {}

  @Nested
  class Namespace extends NamespaceContract {}

  @Nested
  class NodeName extends NodeNameContract {}

  @Nested
  class CatalogIndex extends CatalogIndexContract {}

  @Nested
  class CheckDefinition extends CheckDefinitionContract {}

  @Nested
  class Acl extends AclContract {}

  @Nested
  class Coordinate extends CoordinateContract {}

  @Nested
  class Method extends MethodContract {}

  @Nested
  class Query extends QueryContract {}

  @Nested
  class BlockingKey extends BlockingKeyContract {}

  @Nested
  class BlockingCatalog extends BlockingCatalogContract {}

  @Nested
  class Ttl extends TtlContract {}

  @Nested
  class Patience extends PatienceContract {}

  @Nested
  class Reaping extends ReapingContract {}

  @Nested
  class Connection extends ConnectionContract {}

  @Nested
  class RawRequest extends RawRequestContract {}

  @Nested
  class BrokenBody extends BrokenBodyContract {}

  @Nested
  class Json extends JsonContract {}

  @Nested
  class NewerAgent extends NewerAgentContract {}

  @Nested
  class NewerHealth extends NewerHealthContract {}

  @Nested
  class NewerKey extends NewerKeyContract {}
}
