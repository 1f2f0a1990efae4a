package org.etalon.engine;

import java.util.List;
import java.util.ServiceLoader;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;

/** Every engine. */
public final class Engines {
  /** Trials on threads of this process. */
  public static final String LOCAL = "local";

  /** Trials as tasks of a Spark cluster; its module is not always there. */
  public static final String SPARK = "spark";

  /** System property that names the engine of commands that name none. */
  public static final String PROPERTY = "etalon.engine";

  private static final List<String> IDS = List.of(LOCAL, SPARK);

  private Engines() {}

  /**
   * The engine of that name.
   *
   * @throws UnknownIdentifierException if there is none
   * @throws InputException if its module is not here
   */
  public static Engine byId(String id) {
    if (!IDS.contains(id)) {
      throw new UnknownIdentifierException("engine", id, IDS);
    }
    if (id.equals(LOCAL)) {
      return new LocalEngine();
    }
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--engine " + id,
                    "its jars are not here",
                    "./etalon in a checkout fetches them; elsewhere hand etalon-spark.jar to"
                        + " spark-submit"));
  }
}
