# One image for all of our processes; docker-compose.yml names the part that each container runs.
FROM node:24-bookworm-slim AS documents
WORKDIR /app
COPY . .
RUN npm ci && node dev/generate.ts

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production APOLLO_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
COPY schema/package.json schema/
COPY db/package.json db/
COPY runtime/package.json runtime/
COPY subgraphs/core/package.json subgraphs/core/
COPY subgraphs/inventory/package.json subgraphs/inventory/
COPY subgraphs/telemetry/package.json subgraphs/telemetry/
COPY subgraphs/predictions/package.json subgraphs/predictions/
COPY gateway/package.json gateway/
COPY web/package.json web/
COPY dev/package.json dev/
COPY e2e/package.json e2e/
# The workspaces stay symbolic links: Node strips no types below node_modules. No optional packages: the image brings Node and no PostgreSQL.
RUN npm ci --omit=dev --omit=optional
COPY schema schema
COPY db db
COPY runtime runtime
COPY subgraphs subgraphs
COPY gateway gateway
COPY dev dev
# What the console's sessions may send: the gateway knows its documents by their hash.
COPY --from=documents /app/web/gql/persisted-documents.json web/gql/
RUN mkdir -p /data && chown node:node /data
USER node
ENV DCMMS_HOME=/data
ENTRYPOINT ["node", "dev/launcher/serve.ts"]
