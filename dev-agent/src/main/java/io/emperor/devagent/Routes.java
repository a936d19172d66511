package io.emperor.devagent;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Everything that is served. */
final class Routes {

  private Routes() {}

  static List<Route> of(Identity self, Store store, InstantSource clock) {
    return Stream.of(
            new StatusEndpoint(self).routes(),
            new RaftEndpoint(self).routes(),
            new Coordinates(self).routes(),
            new AclEndpoint().routes(),
            new AgentSelf(store, self, clock).routes(),
            new AgentReads(store).routes(),
            new AgentHealth(store).routes(),
            new AgentWrites(store, self).routes(),
            new CatalogEndpoint().routes(),
            new CatalogWrites(store).routes(),
            new HealthEndpoint().routes(),
            new KvEndpoint(store).routes(),
            new SessionEndpoint(store, self).routes(),
            new EventEndpoint(store, self).routes(),
            new TxnEndpoint(store).routes())
        .flatMap(List::stream)
        .toList();
  }
}
