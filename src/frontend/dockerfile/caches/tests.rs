use crate::frontend::dockerfile::tests::table;

/// Whether the last command of some instruction of the stage leaves a cache in its layer.
fn kept(text: &str) -> String {
    let rows = table(&format!("FROM a\n{text}\n"), "commands", &["cache_kept"]);
    rows.into_iter().find(|row| row != "-").unwrap_or_else(|| "-".to_owned())
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(kept(text), *expected, "{text}");
    }
}

#[test]
fn caches_are_emptied_by_what_empties_them() {
    check(&[
        ("RUN pip install a", "true"),
        ("RUN pip install a && pip cache purge", "-"),
        ("RUN pip install --cache-dir=/dev/null a", "-"),
        ("ENV COMPOSER_CACHE_DIR=/dev/null\nRUN composer install", "-"),
        ("RUN pip cache purge && pip install a", "true"),
        ("RUN pip install a && rm -rf /var/cache/apt", "true"),
        ("RUN pip install a && rm -rf ~/.cache", "-"),
        ("RUN pip install a && rm -rf /root/.cache/*", "-"),
        ("RUN pip install a && rm -rf \"$HOME/.cache/pip\"", "-"),
        ("RUN pip install a && rm -rf ${HOME}/.cache/pip/*", "-"),
        ("RUN pip install a && rm -rf $HOME/.cache/yarn", "true"),
        ("RUN pip install a && rm -rf /root/.npm", "true"),
        ("RUN pip install a && rm -rf $DIR", "?"),
        ("RUN pip install a && rm -rf $DIR/pip", "?"),
        ("RUN pip install a && rm -rf $DIR/pears", "true"),
        ("RUN DIR=/x && pip install a && rm -rf $DIR", "true"),
        ("RUN pip install a && rm -rf /tmp/$DIR", "?"),
        ("ARG PIP_CACHE_DIR\nRUN pip install a && rm -rf $PIP_CACHE_DIR", "?"),
        ("RUN pip install a && d=$(mktemp -d) && rm -rf \"$d\"", "true"),
        ("RUN pip install a && rm -rf $PIP_CACHE_DIR", "-"),
        ("RUN pip install a && find /root/.cache -type f -delete", "-"),
        ("RUN pip install a && find /root/.cache -name '*.pyc' -delete", "true"),
        ("RUN pip install a\nRUN rm -rf /root/.cache", "true"),
        ("RUN pip --no-cache-dir install a", "-"),
        ("RUN apt-get update && apt-get clean", "true"),
        ("RUN apt-get update && rm -rf /var/lib/apt/lists/*", "-"),
        ("RUN apt-get update && rm -rf /var/lib/apt/lists", "-"),
        ("RUN apt-get update && rm -rf /var/lib/{apt,cache}/lists/*", "-"),
        ("RUN apt-get update && rm -rf /var/cache/apt/*", "true"),
        ("RUN apt-get -o A=b update && apt-get dist-clean", "-"),
        ("RUN apk add a && rm -f /var/cache/apk/*", "-"),
        ("RUN apk add a && rm -rf /root/.cache", "true"),
        ("RUN dnf5 reinstall a && dnf clean all", "-"),
        ("RUN dnf up && dnf clean packages", "true"),
        ("RUN microdnf install a && rm -rf /var/cache/*", "-"),
        ("RUN dnf upgrade-minimal", "true"),
        ("RUN zypper in a && zypper cc", "-"),
        ("RUN yarn", "true"),
        ("RUN yarn --version", "-"),
        ("RUN yarn global add a && yarn cache clean", "-"),
        ("RUN yarn add a && rm -rf /usr/local/share/.cache", "-"),
        ("RUN npm ci && npm cache clean --force", "-"),
        ("RUN npm i a && rm -rf /root/.npm", "-"),
        ("RUN uv sync && uv cache prune", "-"),
        ("RUN uv pip install --no-cache a", "-"),
        ("RUN poetry install", "true"),
        ("RUN conda env update -f x && conda clean -afy", "-"),
        ("RUN composer install && composer clearcache", "-"),
    ]);
}

#[test]
fn caches_in_mounts_are_no_part_of_the_layer() {
    check(&[
        ("RUN --mount=type=cache,target=/root/.cache/pip pip install a", "-"),
        ("RUN --mount=type=cache,dst=/root/.cache pip install a", "-"),
        ("RUN --mount=destination=/root,type=tmpfs pip install a", "-"),
        ("RUN --mount=type=cache,target=/var/cache/apt pip install a", "true"),
        ("RUN --mount=type=cache,target=/root/.cache/pip/http pip install a", "true"),
        ("RUN --mount=type=cache,target=~/.cache/pip pip install a", "true"),
        ("RUN --mount=type=secret,target=/root/.cache/pip pip install a", "true"),
        ("ARG D\nRUN --mount=type=cache,target=$D pip install a", "?"),
        ("ENV D=/root\nRUN --mount=type=cache,target=$D/.cache pip install a", "-"),
        ("RUN --mount=type=cache,target=/root/.cache/pip yarn install", "true"),
        ("RUN --mount=type=cache,target=/var/lib/apt apt-get update", "-"),
        ("RUN --mount=type=cache,target=/var/cache/apt apt-get update", "true"),
        ("USER 1000\nRUN --mount=type=cache,target=/root/.cache/pip pip install a", "true"),
        ("USER app\nRUN --mount=type=cache,target=/home/app/.cache/pip pip install a", "-"),
        ("USER root\nRUN --mount=type=cache,target=/home/app/.cache/pip pip install a", "true"),
        ("USER root:root\nRUN --mount=type=cache,target=/root pip install a", "-"),
        ("USER root\nRUN --mount=type=cache,target=/home/app su app -c 'pip install a'", "-"),
        ("ENV HOME=/srv\nRUN --mount=type=cache,target=/root/.cache pip install a", "true"),
        ("ENV HOME=/srv\nRUN --mount=type=cache,target=/srv/.cache pip install a", "-"),
    ]);
}

#[test]
fn variables_and_options_move_caches() {
    check(&[
        ("ENV PIP_NO_CACHE_DIR=1\nRUN pip install a", "-"),
        ("ENV PIP_NO_CACHE_DIR=off\nRUN pip install a", "-"),
        ("ENV PIP_NO_CACHE_DIR=\nRUN pip install a", "true"),
        ("ARG PIP_NO_CACHE_DIR\nRUN pip install a", "?"),
        ("RUN PIP_NO_CACHE_DIR=1 pip install a", "-"),
        ("RUN export PIP_NO_CACHE_DIR=1 && pip install a", "-"),
        ("RUN env PIP_NO_CACHE_DIR=1 pip install a", "-"),
        ("RUN pip install a && export PIP_NO_CACHE_DIR=1", "true"),
        ("ENV UV_NO_CACHE=0\nRUN uv sync", "true"),
        ("ENV UV_NO_CACHE=true\nRUN uv sync", "-"),
        ("ENV PIP_CACHE_DIR=/c\nRUN pip install a && rm -rf /c", "-"),
        ("ENV PIP_CACHE_DIR=/c\nRUN pip install a && rm -rf /root/.cache", "true"),
        ("ENV XDG_CACHE_HOME=/c\nRUN --mount=type=cache,target=/c/pip pip install a", "-"),
        ("ENV XDG_CACHE_HOME=/c\nRUN --mount=type=cache,target=/root/.cache pip install a", "true"),
        ("ENV npm_config_cache=/c\nRUN npm ci && rm -rf /c/*", "-"),
        ("RUN npm ci --cache /c && rm -rf /c", "-"),
        ("RUN npm ci --cache=/c && rm -rf /root/.npm", "true"),
        ("RUN --mount=type=cache,target=/c pip --cache-dir /c install a", "-"),
        ("RUN --mount=type=cache,target=/c yarn install --cache-folder /c/yarn", "-"),
        ("ENV YARN_CACHE_FOLDER=/c\nRUN yarn install && rm -rf $YARN_CACHE_FOLDER", "-"),
        ("ENV UV_CACHE_DIR=/c\nRUN --mount=type=cache,target=/c uv sync", "-"),
        ("ENV CONDA_DIR=/o\nRUN conda install a && rm -rf $CONDA_DIR/pkgs", "-"),
    ]);
}
