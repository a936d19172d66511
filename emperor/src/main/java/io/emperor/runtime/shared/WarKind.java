package io.emperor.runtime.shared;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import io.emperor.http.ServletApp;
import java.util.Map;
import java.util.Optional;

/**
 * A war, whose descriptor and annotations say what is served.
 *
 * @param war where it is unpacked
 */
record WarKind(UnpackedWar war) implements AppKind {

  /** Has nothing to be started and stopped but its servlets. */
  @Override
  public Vassal vassal() {
    return context -> {};
  }

  @Override
  public Optional<ServletApp> servlets(
      LaunchContext context, VassalClassLoader loader, AppThreads threads) {
    var unused = context.seal();
    return Optional.of(
        ServletApp.ofWar(
            context.name(),
            war.files(),
            war.temporary(),
            Map.of(VassalContext.class.getName(), context),
            loader,
            threads));
  }
}
