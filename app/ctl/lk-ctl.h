/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* latchkeyctl: what is shared by its commands. A command is a row of the table in
 * lk-ctl-commands.c; it gets its options in an LkCtl, prints results to standard output and gives
 * back the exit status, or sets an error. */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  LK_CTL_DONE = 0,
  LK_CTL_FAILED = 1, /* refused or failed */
  LK_CTL_USAGE = 2
} LkCtlExit;

/* Sets of options that a command takes. */
typedef enum
{
  LK_CTL_OPTIONS_CAMERA = 1 << 0,
  LK_CTL_OPTIONS_PERSONAL = 1 << 1,
  LK_CTL_OPTIONS_STORE = 1 << 2,
  LK_CTL_OPTIONS_SLOT = 1 << 3,
  LK_CTL_OPTIONS_KEY_PASSWORD = 1 << 4,
  LK_CTL_OPTIONS_GUARD = 1 << 5,
  LK_CTL_OPTIONS_ATTEST = 1 << 6,
  LK_CTL_OPTIONS_CA = 1 << 7,
  LK_CTL_OPTIONS_DISCOVERY = 1 << 30,
  LK_CTL_OPTIONS_PIN = 1 << 8, /* of a store of personal certificates */
  LK_CTL_OPTIONS_PLACES = 1 << 9,
  LK_CTL_OPTIONS_INSTALL = 1 << 10,
  LK_CTL_OPTIONS_FILE_PASSWORD = 1 << 11,
  LK_CTL_OPTIONS_SETTINGS = 1 << 12,
  LK_CTL_OPTIONS_PLAIN_KEY = 1 << 13,
  LK_CTL_OPTIONS_REQUEST = 1 << 14,
} LkCtlOptionSets;

typedef struct
{
  GCancellable *cancellable; /* cancelled by SIGINT and SIGTERM */
  gboolean json;

  char *driver;
  char *profile;
  char *user;
  char *password_file;
  char *pin;
  gboolean trust_first_use;
  gboolean allow_basic;
  char *data_dir;
  char *personal;
  char *personal_password_file;
  gboolean pin_given; /* what is in it was tried in the store at hand */
  int slot;
  int number;          /* of the certificate in its file, as inspect counts; 0: the only one */
  GPtrArray *findings; /* (nullable) of what is imported */
  char *key_password_file;
  gboolean allow_plain_key;
  char **attest;
  char **ca;
  char **nssdb;
  char *store;
  char *label;
  gboolean exportable;
  gboolean keep;
  int revert_after_s;
  int timeout_s;
  char **addresses;
  char *ssl_function;
  char *tls_versions;
  char *cn_is_user;
  char *common_name;
  gboolean discard_earlier;
} LkCtl;

typedef struct
{
  const char *name;      /* one word, or two: "personal list" */
  const char *arguments; /* for the usage line */
  const char *summary;   /* untranslated (N_) */
  LkCtlOptionSets options;
  guint min_arguments;
  guint max_arguments;
  int (*run) (LkCtl *ctl, char **arguments, GError **error);
} LkCtlCommand;

/* Ended by a row without a name. */
const LkCtlCommand *lk_ctl_get_commands (void);

/* Takes the options of @command out of @words (with the program's name first) and leaves its
 * arguments. Ends the program after --help. */
gboolean
lk_ctl_options_parse (LkCtl *ctl, const LkCtlCommand *command, char ***words, GError **error);
void lk_ctl_clear (LkCtl *ctl);

/* Commands, in the files of their families. */
int lk_ctl_run_tab (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_set (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_import_ca (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_delete_ca (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_import_server (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_create_request (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_import_signed (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_delete_server (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_profile (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_inspect (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_personal_list (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_personal_import (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_personal_prove (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_personal_export (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_personal_remove (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_check (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_rehearse (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_discover (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_enable (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_disable (LkCtl *ctl, char **arguments, GError **error);
int lk_ctl_run_recover (LkCtl *ctl, char **arguments, GError **error);

G_END_DECLS
