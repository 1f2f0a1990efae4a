package org.etalon.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.etalon.engine.Engine;
import org.etalon.engine.EngineSettings;
import org.etalon.engine.Engines;
import org.etalon.engine.Version;
import org.etalon.graph.InputException;
import org.etalon.lab.run.Workplace;
import org.etalon.torch.LibTorch;

/** Trials as tasks of a Spark cluster. */
public final class SparkEngine implements Engine {
  /** Set by the launcher: the jar that executors need. */
  static final String APPLICATION = "etalon.spark.application";

  /** Set by the launcher: the folder with the jars of libtorch's native libraries. */
  static final String NATIVES = "etalon.natives";

  private static final String EVERY_CORE = "local[*]";
  private static final Pattern STANDALONE = Pattern.compile("(?:spark://|,)([^:,/]+):(\\d{1,5})");
  private static final int PATIENCE_MILLIS = 5_000;

  @Override
  public String id() {
    return Engines.SPARK;
  }

  @Override
  public Workplace open(EngineSettings settings) {
    if (settings.workers().isPresent()) {
      throw new InputException(
          "--workers",
          "is for --engine local; a cluster has as many slots as its executors have cores",
          "give --master local[N], or --spark-conf spark.cores.max=N");
    }
    SparkConf conf = conf(settings);
    String master = conf.get("spark.master");
    if (!SparkWorkplace.isLocal(master) || System.getProperty(NATIVES) != null) {
      ship(conf, SparkWorkplace.isLocal(master));
    }
    requireReachable(master);
    JavaSparkContext spark = connect(conf, master);
    page(spark).ifPresent(page -> settings.notes().accept("Spark's page: " + page));
    return new SparkWorkplace(
        spark,
        new SparkTrials(spark, Version.current(), new TorchRunners(settings.dataDir())),
        settings.notes());
  }

  private static Optional<String> page(JavaSparkContext spark) {
    return spark.sc().uiWebUrl().isDefined()
        ? Optional.of(spark.sc().uiWebUrl().get())
        : Optional.empty();
  }

  /** What spark-submit said, what the user says now, and what trials need. */
  static SparkConf conf(EngineSettings settings) {
    SparkConf conf = new SparkConf();
    settings.options().forEach(conf::set);
    settings.master().ifPresent(conf::setMaster);
    conf.setIfMissing("spark.master", EVERY_CORE);
    conf.setIfMissing("spark.app.name", "etalon");
    // A trial has one thread, and a machine as many trials as cores.
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
    conf.setIfMissing("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // Slots are counted by it.
    conf.remove("spark.default.parallelism");
    return conf;
  }

  /** The jars that executors fetch from the driver, once each. */
  private static void ship(SparkConf conf, boolean isLocal) {
    List<String> jars = new ArrayList<>();
    String application = System.getProperty(APPLICATION, "");
    if (!application.isEmpty()) {
      jars.add(application);
    }
    String natives = System.getProperty(NATIVES, "");
    if (!natives.isEmpty()) {
      List<String> found = jarsOf(Path.of(natives));
      if (found.isEmpty()) {
        // Told as by commands that train here, so that the launcher fetches them.
        LibTorch.requirePresent();
      }
      jars.addAll(found);
    }
    if (!isLocal && !jars.isEmpty()) {
      Optional.ofNullable(conf.get("spark.jars", null))
          .filter(given -> !given.isBlank())
          .ifPresent(jars::add);
      conf.set("spark.jars", String.join(",", jars));
    }
  }

  private static List<String> jarsOf(Path folder) {
    List<String> jars = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, "*.jar")) {
        files.forEach(file -> jars.add(file.toAbsolutePath().toString()));
      } catch (IOException unreadable) {
        throw new InputException(
            folder + File.separator, "cannot be read (" + unreadable.getMessage() + ")", "");
      }
    }
    return jars.stream().sorted().toList();
  }

  /** Spark tries for a minute and says little; whether anybody listens is found out sooner. */
  private static void requireReachable(String master) {
    if (!master.startsWith("spark://")) {
      return;
    }
    String why = "it is no spark://HOST:PORT";
    Matcher addresses = STANDALONE.matcher(master);
    while (addresses.find()) {
      InetSocketAddress address;
      try {
        address = new InetSocketAddress(addresses.group(1), Integer.parseInt(addresses.group(2)));
      } catch (IllegalArgumentException noPort) {
        continue;
      }
      try (Socket socket = new Socket()) {
        socket.connect(address, PATIENCE_MILLIS);
        return;
      } catch (IOException unreachable) {
        why =
            address.isUnresolved()
                ? "no machine is called " + addresses.group(1)
                : String.valueOf(unreachable.getMessage()).toLowerCase(Locale.ROOT);
      }
    }
    throw new InputException(
        "--master " + master,
        "cannot be reached (" + why + ")",
        "start the master, or correct its address");
  }

  private static JavaSparkContext connect(SparkConf conf, String master) {
    try {
      JavaSparkContext spark = new JavaSparkContext(conf);
      if (!spark.sc().isStopped()) {
        return spark;
      }
      throw unusable(master, "it ended the application at once");
    } catch (InputException ours) {
      throw ours;
    } catch (Exception failure) { // Spark declares none, and throws many.
      throw unusable(
          master, String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason"));
    }
  }

  private static InputException unusable(String master, String why) {
    return new InputException(
        "--master " + master,
        "Spark cannot work there (" + why + ")",
        "it takes a master of Spark "
            + org.apache.spark.package$.MODULE$.SPARK_VERSION()
            + "; yarn and k8s:// take the spark-submit of an installation that has them");
  }
}
