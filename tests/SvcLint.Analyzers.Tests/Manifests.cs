namespace SvcLint.Analyzers.Tests;

/// <summary>A shop with three findings in web.yaml: SVC2002 Error at 10,19, SVC2003 Info at 21,19, SVC2022 Error at 44,35.</summary>
internal static class Manifests
{
    public const string Web = """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          namespace: shop
        spec:
          selector: { app: web }
          ports:
            - port: 80
              targetPort: htp
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web-admin
          namespace: shop
        spec:
          selector: { app: web }
          ports:
            - port: 80
              targetPort: 9090
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
        spec:
          selector:
            matchLabels: { app: web }
          template:
            metadata:
              labels: { app: web }
            spec:
              containers:
                - name: web
                  image: registry.example/web:1
                  ports:
                    - name: http
                      containerPort: 8080
                  env:
                    # This line keeps the next two where the tests look for them.
                    - name: STOCK_URL
                      value: http://stock.bakcend.svc/api
        """;

    public const string Stock = """
        apiVersion: v1
        kind: Service
        metadata:
          name: stock
          namespace: backend
        spec:
          selector: { app: stock }
          ports:
            - port: 80
              targetPort: 8080
        """;
}
