/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A simulated camera in this process and independent clients for it: curl and openssl s_client.
 * Everything asserts. */

#pragma once

#include "lk-test-pki.h"
#include "simcamera/lk-sim-camera.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  LkSimCamera *camera;
  char *folder;
  LkTestCert *ca;
  LkTestCert *other_ca;
  LkTestCert *server;
} LkSimFixture;

/* @profile: (nullable) an identifier. The rest of @options is kept, with a short reboot. */
LkSimFixture *lk_sim_fixture_new (const LkSimCameraOptions *options, const char *profile);
void lk_sim_fixture_free (LkSimFixture *self);

/* FALSE, and the test is skipped, when the program is not there. */
gboolean lk_sim_fixture_has (const char *program);

/* Writes a file into the folder; its path, owned by the fixture's folder. (transfer full) */
char *lk_sim_fixture_write (LkSimFixture *self, const char *name, const char *text);
char *lk_sim_fixture_write_bytes (LkSimFixture *self, const char *name, GBytes *bytes);

/* Runs curl with login and without looking at the server's certificate, appending the camera's
 * address and @path. The answer's text; @status: (out) (nullable) HTTP status, @code: (out)
 * (nullable) curl's exit code. */
char *lk_sim_fixture_curl (
  LkSimFixture *self, const char *const *arguments, const char *path, guint *status, int *code);

/* The tab's value of one parameter, by an inquiry. (transfer full) */
char *lk_sim_fixture_ask (LkSimFixture *self, const char *group, const char *parameter);

/* Sends one form to a command; the HTTP status, 0 when curl failed. */
guint lk_sim_fixture_set (LkSimFixture *self, const char *path, const char *form);

/* Uploads by multipart; @action: for example "Action=import". */
guint lk_sim_fixture_upload (LkSimFixture *self,
                             const char *path,
                             const char *const *fields,
                             const char *file);

/* Gives the camera a server certificate and the CA in slot 1. */
void lk_sim_fixture_prepare (LkSimFixture *self);
guint lk_sim_fixture_import_ca (LkSimFixture *self, guint slot, const char *file);

/* One GET by openssl s_client; everything that it printed. @identity: (nullable) PEM of certificate
 * and key. */
char *lk_sim_fixture_s_client (LkSimFixture *self, const char *version, const char *identity);

/* Whether a line of the record holds all of these texts, ended by NULL. */
gboolean lk_sim_fixture_recorded (LkSimFixture *self, ...) G_GNUC_NULL_TERMINATED;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSimFixture, lk_sim_fixture_free)

G_END_DECLS
