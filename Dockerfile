# Tern in a container. It runs alone, with its own PostgreSQL in /data, or beside a PostgreSQL (docker-compose.yml).

FROM node:26-slim AS build
WORKDIR /tern
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY build.ts tsconfig.json tsconfig.build.json ./
COPY src src
COPY federation federation
COPY migrations migrations
RUN node build.ts

FROM node:26-slim AS packages
WORKDIR /tern
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:26-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data MALLOC_ARENA_MAX=2
WORKDIR /tern
COPY package.json LICENSE ./
COPY --from=packages /tern/node_modules node_modules
COPY --from=build /tern/dist dist
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/src/main.js"]
CMD ["serve"]
