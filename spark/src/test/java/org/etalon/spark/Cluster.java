package org.etalon.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;

/**
 * A standalone master and its workers as processes on loopback, each with one slot, and drivers.
 * All of them, and what they have started, end with this.
 */
final class Cluster implements AutoCloseable {
  private static final Path SPARK = Path.of(System.getProperty("etalon.spark.home"));
  private static final Path ETALON = Path.of(System.getProperty("etalon.home"));
  private static final Path JAR = Path.of(System.getProperty("etalon.spark.jar"));
  private static final Path NATIVES = Path.of(System.getProperty("etalon.natives"));
  private static final Path TESTS = tests();
  private static final Pattern STARTED = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final List<String> OPENED =
      List.of("java.lang", "java.lang.invoke", "java.nio", "java.util", "sun.nio.ch");
  private static final long PATIENCE_SECONDS = 120;

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final List<Process> workers = new ArrayList<>();
  private String master = "";

  /** Nothing is started yet. */
  Cluster(Path folder) {
    this.folder = folder;
  }

  /** Starts the master. */
  void startMaster() throws IOException, InterruptedException {
    Path log = folder.resolve("master.log");
    daemon(log, "127.0.0.1", "org.apache.spark.deploy.master.Master", "--port", "0");
    master = awaitMatch(log, STARTED).group(1);
  }

  private static Path tests() {
    try {
      return Path.of(Tethered.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Its address. */
  String master() {
    return master;
  }

  /** One more worker; on Linux each has an address of its own, as machines have. */
  void addWorker() throws IOException {
    int number = workers.size() + 1;
    boolean isLinux = System.getProperty("os.name").equals("Linux");
    workers.add(
        daemon(
            folder.resolve("worker" + number + ".log"),
            isLinux ? "127.0.0." + number : "127.0.0.1",
            "org.apache.spark.deploy.worker.Worker",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            work(number).toString(),
            master));
  }

  /** Where a worker's executors are at work, numbered from 1. */
  Path work(int worker) {
    return folder.resolve("work" + worker);
  }

  /** SIGKILL to a worker and its executors. */
  void killWorker(int number) {
    kill(workers.get(number - 1));
  }

  private Process daemon(Path log, String host, String main, String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx200m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of("-cp", SPARK.resolve("jars") + "/*" + File.pathSeparator + TESTS));
    line.addAll(List.of(Tethered.class.getName(), main));
    line.addAll(List.of("--host", host, "--webui-port", "0"));
    line.addAll(List.of(arguments));
    return start(line, host, Map.of(), log, log);
  }

  private Process start(
      List<String> line, String host, Map<String, String> environment, Path out, Path err)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectError(err.toFile());
    if (out.equals(err)) {
      builder.redirectErrorStream(true);
    }
    builder.redirectOutput(out.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_HOME", SPARK.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", host);
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** A started command. */
  record Driver(Process process, Path stdout, Path stderr) {
    String err() throws IOException {
      return Files.readString(stderr, UTF_8);
    }

    /** Its output, once it has ended well. */
    String result() throws IOException, InterruptedException {
      Assertions.assertThat(process.waitFor()).as(err()).isZero();
      return Files.readString(stdout, UTF_8);
    }
  }

  /** Starts the command {@code etalon} as the distribution has it. */
  Driver etalon(String name, Map<String, String> environment, List<String> arguments)
      throws IOException {
    Path home = folder.resolve("etalon");
    if (!Files.exists(home)) {
      Files.createDirectories(home.resolve("bin"));
      Files.copy(
          ETALON.resolve("bin/etalon"),
          home.resolve("bin/etalon"),
          java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      Files.createDirectories(home.resolve("lib"));
      try (var jars = Files.list(ETALON.resolve("lib"))) {
        for (Path jar : jars.toList()) {
          Files.copy(jar, home.resolve("lib").resolve(jar.getFileName()));
        }
      }
      Files.createDirectories(home.resolve("spark"));
      Files.copy(JAR, home.resolve("spark/etalon-spark.jar"));
    }
    List<String> line = new ArrayList<>(List.of(home.resolve("bin/etalon").toString()));
    line.addAll(arguments);
    Map<String, String> all = new java.util.HashMap<>();
    all.put("ETALON_NATIVES", NATIVES.toString());
    all.put("ETALON_JAVA_OPTS", "-Xmx520m");
    all.putAll(environment);
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    return new Driver(start(line, "127.0.0.1", all, out, err), out, err);
  }

  /** Starts the application by Spark's own way, without any jar but its own. */
  Driver submit(String name, List<String> arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx520m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    for (String packages : OPENED) {
      line.add("--add-opens=java.base/" + packages + "=ALL-UNNAMED");
    }
    line.addAll(List.of("-cp", SPARK.resolve("jars") + "/*"));
    line.add("org.apache.spark.deploy.SparkSubmit");
    line.addAll(List.of("--master", "local[1]", "--conf", "spark.ui.enabled=false"));
    line.add(JAR.toString());
    line.addAll(arguments);
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    return new Driver(start(line, "127.0.0.1", Map.of(), out, err), out, err);
  }

  /** Waits until a file says something. */
  static Matcher awaitMatch(Path file, Pattern pattern) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    String text = "";
    while (System.nanoTime() < deadline) {
      text = Files.exists(file) ? Files.readString(file, UTF_8) : "";
      Matcher match = pattern.matcher(text);
      if (match.find()) {
        return match;
      }
      Thread.sleep(50);
    }
    throw new AssertionError(file + " does not say '" + pattern + "' but: " + text);
  }

  static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    processes.forEach(Cluster::kill);
  }
}
