/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A simulated camera with a server certificate and a trusted CA certificate, a store that knows it,
 * and a personal certificate that fits: all that a guarded change needs. Everything in it may be
 * spoilt before the run. */

#pragma once

#include "setup/lk-guard.h"
#include "simcamera/lk-sim-camera.h"
#include "simcamera/lk-sim-memory.h"

#include "lk-test-identity.h"

G_BEGIN_DECLS

/* What the camera speaks. */
typedef struct
{
  const char *name;
  const char *driver;
  const char *const *quirks; /* (nullable) of an ONVIF camera */
} LkTestCameraKind;

typedef struct
{
  const LkTestCameraKind *kind;
  char *folder;     /* of the store */
  char *sim_folder; /* the camera's flash memory */
  LkStore *store;
  LkSimCamera *sim; /* NULL when attached */
  LkLog *log;
  LkTestCert *ca;
  LkTestCert *other_ca;
  LkTestCert *server;
  LkTestCert *client;
  LkIdentity *identity;
  LkCertificate *other; /* the other CA's certificate */
  LkCamera *camera;
  char *uri;
  char *pin;              /* of the server certificate */
  LkGuardRequest request; /* to enable, quick, keeping unasked */
} LkTestCamera;

#define LK_TEST_CAMERA_PASSWORD      "a long passphrase, 52"
#define LK_TEST_CAMERA_FILE_PASSWORD "a passphrase for the file, 17" /* of a saved identity */

/* Times that make a run with a fault end in seconds. */
extern const LkGuardTimes lk_test_camera_times;

/* By name, NULL for none of that name; the first one is what lk_test_camera_new() makes. */
const LkTestCameraKind *lk_test_camera_kind_find (const char *name);

LkTestCamera *lk_test_camera_new (gboolean enabled);
LkTestCamera *lk_test_camera_new_of_kind (const LkTestCameraKind *kind, gboolean enabled);
void lk_test_camera_free (LkTestCamera *self);

/* Another process's camera and store: what lk_test_camera_save() wrote into @folder's camera
 * folder. */
LkTestCamera *lk_test_camera_attach (const LkTestCameraKind *kind,
                                     const char *folder,
                                     const char *sim_folder,
                                     const char *uri,
                                     const char *pin);
void lk_test_camera_save (LkTestCamera *self);

/* For a camera that hangs: no answer is waited for longer than @seconds. Opens it again. */
void lk_test_camera_set_patience (LkTestCamera *self, guint seconds);

/* The same camera over a session of its own, logged in. */
LkCamera *lk_test_camera_open (LkTestCamera *self, LkIdentity *identity);

/* What the camera itself remembers, not what anybody believes. */
void lk_test_camera_read_memory (LkTestCamera *self, LkSimMemory *memory);
gboolean lk_test_camera_is_enabled (LkTestCamera *self);

/* Whether this computer gets at the settings now, with or without the certificate. */
gboolean lk_test_camera_is_reached (LkTestCamera *self, LkIdentity *identity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkTestCamera, lk_test_camera_free)

G_END_DECLS
