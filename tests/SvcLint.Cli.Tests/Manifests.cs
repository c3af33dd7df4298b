namespace SvcLint.Cli.Tests;

/// <summary>Manifests with one known mistake: the Service targets a port name that the pods lack (SVC2002).</summary>
internal static class Manifests
{
    /// <summary>The mistake is the value of targetPort, on line 10.</summary>
    public static string Service(string name, string targetPort) =>
        $"""
        apiVersion: v1
        kind: Service
        metadata:
          name: {name}
        spec:
          selector:
            app: {name}
          ports:
            - port: 80
              targetPort: {targetPort}

        """.ReplaceLineEndings("\n");

    /// <summary>The port's name is on line 17.</summary>
    public static string Deployment(string name, string portName, string? label = null) =>
        $"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {name}
        spec:
          selector:
            matchLabels:
              app: {label ?? name}
          template:
            metadata:
              labels:
                app: {label ?? name}
            spec:
              containers:
                - name: {name}
                  image: registry.example.com/{name}:1.0
                  ports: [{"{"}name: {portName}, containerPort: 8080{"}"}]

        """.ReplaceLineEndings("\n");

    public static string Both(string name, string targetPort, string portName) => Service(name, targetPort) + "---\n" + Deployment(name, portName);
}
