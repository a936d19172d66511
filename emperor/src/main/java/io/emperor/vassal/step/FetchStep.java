package io.emperor.vassal.step;

import io.emperor.config.AppAddress;
import io.emperor.config.VassalConfigReader;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.shared.PrivateCopies;
import io.emperor.vassal.download.Downloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Gets an app that the configuration names by its address; no thread waits while it comes. */
final class FetchStep implements Step {

  private final VassalConfigReader configs;
  private final Downloads downloads;
  private final PrivateCopies copies;

  FetchStep(StepContext context) {
    configs = context.configs();
    downloads = context.downloads();
    copies = context.copies();
  }

  @Override
  public String name() {
    return "fetch";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation)
      throws UnusableAppException, IOException {
    VassalSource source = generation.source();
    Path config = source.config().orElse(null);
    if (config == null
        || source.conflict().isPresent()
        || source.app().isPresent()
        || generation.files().reader(configs).app(config).isPresent()) {
      return DONE;
    }
    AppAddress address =
        generation.files().reader(configs).read(source.name(), config, null).address();
    if (address == null) {
      return DONE;
    }
    CompletableFuture<Path> fetched = downloads.fetch(readable(address, generation));
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

  /** What a user's file names is read with the rights of that user. */
  private AppAddress readable(AppAddress address, Generation generation)
      throws UnusableAppException, IOException {
    Path credentials = address.credentials();
    if (credentials == null || generation.files().owned().isEmpty()) {
      return address;
    }
    String name = generation.source().name() + "-" + generation.number() + "-credentials";
    Path copy = copies.copy(credentials, name, generation.files().copying());
    return new AppAddress(address.uri(), address.checksum(), generation.files().copied(copy));
  }
}
