package io.emperor.vassal.step;

import io.emperor.config.AppAddress;
import io.emperor.config.VassalConfigReader;
import io.emperor.monitor.VassalSource;
import io.emperor.vassal.download.Downloads;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Gets an app that the configuration names by its address; no thread waits while it comes. */
final class FetchStep implements Step {

  private final VassalConfigReader configs;
  private final Downloads downloads;

  FetchStep(StepContext context) {
    configs = context.configs();
    downloads = context.downloads();
  }

  @Override
  public String name() {
    return "fetch";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) {
    VassalSource source = generation.source();
    Path config = source.config().orElse(null);
    if (config == null
        || source.conflict().isPresent()
        || source.app().isPresent()
        || configs.app(config).isPresent()) {
      return DONE;
    }
    AppAddress address = configs.read(source.name(), config, null).address();
    if (address == null) {
      return DONE;
    }
    CompletableFuture<Path> fetched = downloads.fetch(address);
    generation.waitsFor(fetched);
    Vassal vassal = generation.vassal();
    generation
        .queue()
        .execute(
            () -> {
              if (vassal.isWanted()) {
                vassal.waits("fetches " + address);
              }
            });
    return fetched.thenAccept(generation.files()::fetched);
  }
}
