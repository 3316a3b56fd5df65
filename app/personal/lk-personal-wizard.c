/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-wizard.h"

#include "base/lk-error.h"
#include "baseline/lk-file-picker.h"
#include "personal/lk-personal-install.h"
#include "personal/lk-personal-result.h"
#include "personal/lk-personal-trouble.h"

#include <glib/gi18n.h>

typedef enum
{
  PAGE_FILE,
  PAGE_PASSWORD,
  PAGE_PLACE,
  PAGE_WORKING,
  PAGE_RESULT,
  PAGE_ERROR,
} Page;

struct _LkPersonalWizard
{
  AdwWindow parent_instance;

  GCancellable *cancellable;
  GFile *file;
  LkIdentity *identity;
  GPtrArray *places;
  char *store_id;
  LkPersonalStore *place;
  Page page;
  Page before_error;

  GtkStack *stack;
  GtkWidget *cancel;
  GtkWidget *back;
  GtkButton *next;
  AdwActionRow *file_row;
  GtkEditable *password;
  GtkWidget *problem;
  GtkLabel *problem_text;
  AdwActionRow *protect_row;
  GtkCheckButton *protect;
  GtkCheckButton *exportable;
  GtkCheckButton *include_issuers;
  AdwActionRow *certificate_row;
  GtkListBox *place_list;
  LkPersonalResult *result;
  AdwStatusPage *error_page;
  GtkLabel *error_details;
};

G_DEFINE_FINAL_TYPE (LkPersonalWizard, lk_personal_wizard, ADW_TYPE_WINDOW)

static guint installed_signal;

/* Whether a page can be left backwards, and to which; what Next says there. */
static const struct
{
  const char *name;
  const char *next;
  gboolean has_back;
  Page back;
} pages[] = {
  [PAGE_FILE] = { "file", N_ ("_Next"), FALSE, PAGE_FILE },
  [PAGE_PASSWORD] = { "password", N_ ("_Next"), TRUE, PAGE_FILE },
  [PAGE_PLACE] = { "place", N_ ("_Import"), TRUE, PAGE_PASSWORD },
  [PAGE_WORKING] = { "working", NULL, FALSE, PAGE_FILE },
  [PAGE_RESULT] = { "result", N_ ("_Done"), FALSE, PAGE_FILE },
  [PAGE_ERROR] = { "error", NULL, TRUE, PAGE_FILE },
};

static const char *const suffixes[] = { "p12", "pfx", "pem", NULL };

static void
show_page (LkPersonalWizard *self, Page page)
{
  self->page = page;
  gtk_stack_set_visible_child_name (self->stack, pages[page].name);
  gtk_widget_set_visible (GTK_WIDGET (self->next), pages[page].next != NULL);
  if (pages[page].next != NULL)
    gtk_button_set_label (self->next, _ (pages[page].next));
  gtk_widget_set_visible (self->back, pages[page].has_back);
  gtk_widget_set_visible (self->cancel, page != PAGE_RESULT);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next), page != PAGE_FILE || self->file != NULL);
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->next));
  if (page == PAGE_PASSWORD)
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
  else if (pages[page].next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->next));
}

static void
show_error (LkPersonalWizard *self, const GError *error, Page back)
{
  const LkPersonalTrouble trouble = lk_personal_trouble_describe (error, back == PAGE_PLACE);
  g_autofree char *escaped = g_markup_escape_text (trouble.hint, -1);

  self->before_error = back;
  adw_status_page_set_title (self->error_page, trouble.heading);
  adw_status_page_set_description (self->error_page, escaped);
  gtk_label_set_text (self->error_details, error->message);
  show_page (self, PAGE_ERROR);
}

static void
show_problem (LkPersonalWizard *self, const char *text)
{
  gtk_label_set_text (self->problem_text, text != NULL ? text : "");
  gtk_widget_set_visible (self->problem, text != NULL);
}

static void
set_file (LkPersonalWizard *self, GFile *file)
{
  g_autofree char *name = g_file_get_parse_name (file);

  g_set_object (&self->file, file);
  g_object_set (self->file_row, "subtitle", name, NULL); /* not markup: the row says so */
  gtk_editable_set_text (self->password, "");
  show_problem (self, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next), TRUE);
}

static void
picked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkPersonalWizard) self = data;
  g_autoptr (GFile) file = lk_file_picker_finish (result, NULL);

  if (file != NULL)
    set_file (self, file);
}

static void
browse_cb (LkPersonalWizard *self)
{
  const LkFilePicker picker = {
    .title = _ ("Choose a Personal Certificate"),
    .accept = _ ("_Choose"),
    .filter_name = _ ("Personal certificates (PKCS#12, PEM)"),
    .suffixes = suffixes,
  };

  lk_file_picker_open_async (GTK_WINDOW (self), &picker, self->cancellable, picked_cb,
                             g_object_ref (self));
}

static gboolean
drop_cb (LkPersonalWizard *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);

  if (file == NULL || self->page == PAGE_WORKING || self->page == PAGE_RESULT)
    return FALSE;
  set_file (self, file);
  show_page (self, PAGE_PASSWORD);
  return TRUE;
}

static void
toggled_cb (GtkCheckButton *button, LkPersonalWizard *self)
{
  if (gtk_check_button_get_active (button))
    self->place = g_object_get_data (G_OBJECT (button), "place");
}

static char *
describe_place (LkPersonalStore *place)
{
  char *where = lk_personal_place_describe (lk_personal_store_get_id (place));
  g_autofree char *known = NULL;

  if (!lk_personal_place_is_new (place))
    return where;
  known = where;
  /* Translators: %s is a folder */
  return g_strdup_printf (_ ("%s, will be made"), known);
}

static GtkWidget *
create_place_row (LkPersonalWizard *self, LkPersonalStore *place, GtkCheckButton *group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *radio = gtk_check_button_new ();
  g_autofree char *subtitle = describe_place (place);

  g_object_set (row, "use-markup", FALSE, "title", lk_personal_store_get_title (place), "subtitle", subtitle,
                "activatable-widget", radio, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (radio), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  lk_personal_store_get_title (place), -1);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (radio), group);
  gtk_widget_set_valign (radio, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (radio), "place", place); /* the array holds it */
  g_signal_connect_object (radio, "toggled", G_CALLBACK (toggled_cb), self, 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), radio);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (radio),
                               group == NULL ||
                                 g_strcmp0 (lk_personal_store_get_id (place), self->store_id) == 0);
  gtk_list_box_append (self->place_list, row);
  return radio;
}

/* A box that no place can honour is insensitive, and says why. */
static void
show_places (LkPersonalWizard *self)
{
  GtkCheckButton *group = NULL;
  LkPersonalStoreFeatures features = 0;

  for (guint i = 0; i < self->places->len; i++)
    {
      GtkWidget *radio = create_place_row (self, self->places->pdata[i], group);

      if (group == NULL)
        group = GTK_CHECK_BUTTON (radio);
      features |= lk_personal_store_get_features (self->places->pdata[i]);
    }
  if (features & LK_PERSONAL_STORE_CAN_PROTECT)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->protect_row), FALSE);
  adw_action_row_set_subtitle (self->protect_row, _ ("The stores on this computer ask once, when they are unlocked, and not at every use of a key."));
}

static void
places_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkPersonalWizard) self = data;
  GPtrArray *places = lk_personal_places_finish (result, NULL);

  if (places == NULL)
    return;
  self->places = places;
  show_places (self);
}

static void
show_certificate (LkPersonalWizard *self)
{
  LkCertificate *certificate = lk_identity_get_certificate (self->identity);
  GDateTime *end = lk_certificate_get_not_after (certificate);
  /* Translators: a date, see g_date_time_format(); for example “1 February 2035” */
  g_autofree char *date = end != NULL ? g_date_time_format (end, _ ("%-d %B %Y")) : g_strdup ("?");
  /* Translators: who issued a certificate, and its last day */
  g_autofree char *subtitle =
    g_strdup_printf (_ ("Issued by %s · until %s"), lk_certificate_get_issuer (certificate), date);

  g_object_set (self->certificate_row, "title", lk_certificate_get_title (certificate), "subtitle",
                subtitle, NULL);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkPersonalWizard) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkIdentity) identity = lk_personal_read_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (g_set_object (&self->identity, identity) && identity != NULL)
    {
      show_certificate (self);
      show_page (self, PAGE_PLACE);
    }
  else if (g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED) ||
           g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG))
    {
      show_problem (self, error->code == LK_ERROR_PASSWORD_NEEDED ? _ ("The private key is protected. Type its password.")
                                                                  : _ ("The password is wrong. Mind upper and lower case, then type it again."));
      show_page (self, PAGE_PASSWORD);
    }
  else
    show_error (self, error, PAGE_FILE);
}

static void
read_file (LkPersonalWizard *self)
{
  const char *text = gtk_editable_get_text (self->password);
  g_autoptr (LkSecret) password = *text != '\0' ? lk_secret_new (text, -1) : NULL;

  g_clear_object (&self->identity);
  show_problem (self, NULL);
  show_page (self, PAGE_WORKING);
  lk_personal_read_async (self->file, password, self->cancellable, read_cb, g_object_ref (self));
}

static void
installed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkPersonalWizard) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPersonalInstalled) installed = lk_personal_install_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (installed != NULL)
    {
      lk_personal_result_show (self->result, installed->personal, installed->existed);
      gtk_editable_set_text (self->password, "");
      show_page (self, PAGE_RESULT);
      g_signal_emit (self, installed_signal, 0, installed->personal);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_page (self, PAGE_PLACE);
  else
    show_error (self, error, PAGE_PLACE);
}

static gboolean
is_checked (GtkCheckButton *box)
{
  return gtk_widget_is_sensitive (GTK_WIDGET (box)) && gtk_check_button_get_active (box);
}

static void
install (LkPersonalWizard *self, gboolean replace)
{
  const LkPersonalInstall what = {
    .identity = self->identity,
    .exportable = gtk_check_button_get_active (self->exportable),
    .protect = is_checked (self->protect),
    .include_issuers = gtk_check_button_get_active (self->include_issuers),
    .replace = replace,
  };

  if (self->place == NULL)
    return;
  show_page (self, PAGE_WORKING);
  lk_personal_install_async (self->place, &what, GTK_WINDOW (self), self->cancellable, installed_cb,
                             g_object_ref (self));
}

/* It was there before, and its key may not leave: the file at hand replaces it. */
static void
replace_cb (LkPersonalWizard *self)
{
  gtk_check_button_set_active (self->exportable, TRUE);
  install (self, TRUE);
}

static void
next_cb (LkPersonalWizard *self)
{
  switch (self->page)
    {
    case PAGE_FILE:
      if (self->file != NULL)
        show_page (self, PAGE_PASSWORD);
      break;
    case PAGE_PASSWORD:
      read_file (self);
      break;
    case PAGE_PLACE:
      install (self, FALSE);
      break;
    case PAGE_RESULT:
      gtk_window_close (GTK_WINDOW (self));
      break;
    case PAGE_WORKING:
    case PAGE_ERROR:
    default:
      break;
    }
}

static void
back_cb (LkPersonalWizard *self)
{
  show_page (self, self->page == PAGE_ERROR ? self->before_error : pages[self->page].back);
}

/* A job may hold the window longer than its parent lives, and GTK would then touch the parent once
 * more. */
static void
lk_personal_wizard_unrealize (GtkWidget *widget)
{
  g_cancellable_cancel (LK_PERSONAL_WIZARD (widget)->cancellable);
  GTK_WIDGET_CLASS (lk_personal_wizard_parent_class)->unrealize (widget);
  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);
}

static void
lk_personal_wizard_dispose (GObject *object)
{
  LkPersonalWizard *self = LK_PERSONAL_WIZARD (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_PERSONAL_WIZARD);
  G_OBJECT_CLASS (lk_personal_wizard_parent_class)->dispose (object);
}

static void
lk_personal_wizard_finalize (GObject *object)
{
  LkPersonalWizard *self = LK_PERSONAL_WIZARD (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->file);
  g_clear_object (&self->identity);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_free (self->store_id);
  G_OBJECT_CLASS (lk_personal_wizard_parent_class)->finalize (object);
}

static void
lk_personal_wizard_class_init (LkPersonalWizardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_personal_wizard_dispose;
  object_class->finalize = lk_personal_wizard_finalize;
  widget_class->unrealize = lk_personal_wizard_unrealize;
  installed_signal = g_signal_new ("installed", LK_TYPE_PERSONAL_WIZARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, LK_TYPE_PERSONAL);

  g_type_ensure (LK_TYPE_PERSONAL_RESULT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/personal/lk-personal-wizard.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, stack);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, cancel);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, back);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, next);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, file_row);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, password);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, problem);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, problem_text);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, protect_row);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, protect);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, exportable);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, include_issuers);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, certificate_row);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, place_list);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, result);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, error_page);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWizard, error_details);
  gtk_widget_class_bind_template_callback (widget_class, browse_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_cb);
}

static void
lk_personal_wizard_init (LkPersonalWizard *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  show_page (self, PAGE_FILE);
}

LkPersonalWizard *
lk_personal_wizard_present (GtkWindow *parent, GFile *file, const char *store_id)
{
  LkPersonalWizard *self = g_object_new (LK_TYPE_PERSONAL_WIZARD, "transient-for", parent, NULL);

  self->store_id = g_strdup (store_id);
  lk_personal_places_async (self->cancellable, places_cb, g_object_ref (self));
  if (file != NULL)
    {
      set_file (self, file);
      show_page (self, PAGE_PASSWORD);
    }
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
