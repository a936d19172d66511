package io.emperor.admin;

import io.emperor.admin.view.FleetEntry;
import io.emperor.admin.view.Json;
import io.emperor.consul.lease.FleetView;
import io.emperor.daemon.EmperorFleet;
import io.emperor.daemon.keyed.KeyedFiles;
import io.emperor.fleet.FleetCommands;
import io.emperor.fleet.VassalInFleet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** {@code /v1/fleet}: the fleet's emperors and instances, and what an operator wants of them. */
final class FleetServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;

  private final transient EmperorFleet fleet;
  private final transient KeyedFiles keyed;
  private final String self;

  /**
   * Makes one.
   *
   * @param self the emperor's own name
   */
  FleetServlet(Gate gate, EmperorFleet fleet, KeyedFiles keyed, String self) {
    super(gate);
    this.fleet = fleet;
    this.keyed = keyed;
    this.self = self;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = request.getPathInfo();
    String[] parts =
        path == null || path.equals("/") ? new String[0] : path.substring(1).split("/", -1);
    if (parts.length == 0) {
      require("GET", request);
      CompletionStage<VassalInFleet.View> instances = fleet.instances();
      FleetView members = Awaited.result(fleet.members());
      FleetEntry entry = FleetEntry.of(members, Awaited.result(instances));
      Json.send(request, response, 200, entry.leavingAlone(keyed.leftAlone()));
    } else if (parts.length == 1 && (parts[0].equals("drain") || parts[0].equals("undrain"))) {
      require("POST", request);
      drain(parts[0].equals("drain"), request, response);
    } else if (parts.length == 3 && parts[0].equals("vassals") && parts[2].equals("scale")) {
      require("POST", request);
      scale(parts[1], request, response);
    } else {
      throw new RefusedException(404, "no such path: " + path);
    }
  }

  private void drain(boolean drained, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String emperor = Objects.requireNonNullElse(RequestQuery.word(request, "emperor"), self);
    done(
        (drained ? "draining " : "undraining ") + emperor,
        commands -> {
          if (drained) {
            commands.drain(emperor);
          } else {
            commands.undrain(emperor);
          }
        });
    Json.send(request, response, 202, Map.of("emperor", emperor, "drained", drained));
  }

  private void scale(String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (RequestQuery.word(request, "instances") == null) {
      throw new RefusedException(400, "say ?instances=NUMBER");
    }
    int instances = RequestQuery.number(request, "instances", 0);
    done("scaling " + name, commands -> commands.scale(name, instances));
    Json.send(request, response, 202, Map.of("name", name, "instances", instances));
  }

  private void done(String what, Consumer<FleetCommands> deed) {
    boolean unused = Awaited.result(fleet.command(what, deed));
  }
}
