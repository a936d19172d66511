package io.emperor.devagent.endpoint;

import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.http.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Everything that is served. */
public final class Routes {

  private Routes() {}

  public static List<Route> of(AgentIdentity self, Store store, InstantSource clock) {
    ConsulProfile profile = self.profile();
    return Stream.of(
            new StatusEndpoint(self).routes(),
            new RaftEndpoint(self).routes(),
            new Coordinates(self).routes(),
            new AclEndpoint().routes(),
            new AgentSelf(store, self, clock).routes(),
            new AgentReads(store, profile).routes(),
            new AgentHealth(store, profile).routes(),
            new AgentWrites(store, self).routes(),
            new CatalogEndpoint(profile).routes(),
            new CatalogWrites(store).routes(),
            new HealthEndpoint(profile).routes(),
            new KvEndpoint(store, profile).routes(),
            new SessionEndpoint(store, self).routes(),
            new EventEndpoint(store, self).routes(),
            new TxnEndpoint(store, profile).routes())
        .flatMap(List::stream)
        .toList();
  }
}
